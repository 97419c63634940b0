package dev.langevin.sampling.solver;

import dev.langevin.sampling.Advance;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Guided;
import dev.langevin.sampling.Noise;
import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.Solver;
import dev.langevin.sampling.State;
import java.util.List;

/**
 * Multistep consistency sampling: the network jumps to a picture f = c_out·x₀ + c_skip·x, which is
 * noised anew: x′ = α′·f + σ′·z. Song et al. 2023, "Consistency Models", algorithm 1; Luo et al.
 * 2023, "Latent Consistency Models", algorithm 3.
 *
 * <p>Coefficients: c_out, c_skip, and 1 if noise is drawn; the last step draws none and gives f.
 */
public record Consistency() implements Solver {
  @Override
  public Advance advance(Evaluation e, State s, Guided g, Parameterisation p, Noise n) {
    double[] c = e.coefficients();
    float[] x0 = p.denoised(e.read(), s.x(), g.raw());
    float[] picture = c[1] == 0 && c[0] == 1 ? x0 : Latents.sum(c[0], x0, c[1], s.x());
    float[] x =
        c[2] == 0
            ? picture
            : Latents.sum(e.to().alpha(), picture, e.to().sigma(), n.next(x0.length));
    return new Advance(s.next(x, List.of(), g, n), x0);
  }
}
