package dev.langevin.orchestrator.job;

import dev.langevin.orchestrator.checkpoint.Checkpoints;
import dev.langevin.orchestrator.flight.Flights;
import dev.langevin.orchestrator.preview.FilmStock;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What jobs need of the outside; shared by all jobs of an orchestrator.
 *
 * @param generations the folded log
 * @param models what is known about models
 * @param encoder the text encoder
 * @param denoisers the denoiser replicas
 * @param decoder the decoder and its store
 * @param progress where progress is told
 * @param flights where jobs meet that ask for the same evaluations
 * @param checkpoints what earlier attempts left, and this one leaves
 * @param interval how much work goes between two checkpoints
 * @param clock the time
 * @param patience how long faults of the environment are waited out with the job at hand
 * @param decodeTimes how long decoding took of late
 * @param films the memory that film strips may take
 */
public record Surroundings(
    Generations generations,
    Models models,
    Encoder encoder,
    Denoisers denoisers,
    Decoder decoder,
    ProgressSink progress,
    Flights<Recipe> flights,
    Checkpoints checkpoints,
    Duration interval,
    InstantSource clock,
    Duration patience,
    DecodeTimes decodeTimes,
    FilmStock films) {

  /** The same for jobs that share nothing. */
  public Surroundings(
      Generations generations,
      Models models,
      Encoder encoder,
      Denoisers denoisers,
      Decoder decoder,
      ProgressSink progress,
      Checkpoints checkpoints,
      Duration interval,
      InstantSource clock,
      Duration patience) {
    this(
        generations,
        models,
        encoder,
        denoisers,
        decoder,
        progress,
        new Flights<>(false),
        checkpoints,
        interval,
        clock,
        patience,
        new DecodeTimes(),
        FilmStock.ofHeap());
  }
}
