package dev.langevin.orchestrator.loop;

import dev.langevin.sampling.Query;
import java.util.List;
import java.util.function.Supplier;

/**
 * One evaluation of all images of a job: the rows to run, image after image.
 *
 * @param name which evaluation of how many; for messages, and made for them alone
 * @param latents the scaled latents, one array per image (channels, rows, columns)
 * @param latent per row, the index into {@code latents}
 * @param conditioning per row, the index of the conditioning: 0 the prompt, 1 the negative prompt
 * @param time per row, what the network is told, in its own unit
 * @param remaining the rows that the job will ask for after these
 */
public record Rows(
    Supplier<String> name,
    float[][] latents,
    int[] latent,
    int[] conditioning,
    double[] time,
    int remaining) {

  /** The rows of these queries, one query per image. */
  static Rows of(Supplier<String> name, List<Query> queries, int remaining) {
    int count = queries.stream().mapToInt(q -> q.conditionings().length).sum();
    float[][] latents = new float[queries.size()][];
    int[] latent = new int[count];
    int[] conditioning = new int[count];
    double[] time = new double[count];
    int row = 0;
    for (int image = 0; image < latents.length; image++) {
      Query query = queries.get(image);
      latents[image] = query.input();
      for (int c : query.conditionings()) {
        latent[row] = image;
        conditioning[row] = c;
        time[row++] = query.time();
      }
    }
    return new Rows(name, latents, latent, conditioning, time, remaining);
  }

  /** The number of rows. */
  public int count() {
    return latent.length;
  }
}
