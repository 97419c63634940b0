package dev.langevin.orchestrator.loop;

import dev.langevin.sampling.State;
import java.util.List;

/**
 * One evaluation of all images of a job.
 *
 * @param states that it led to
 * @param sight what it made of the first image
 */
public record Step(List<State> states, Sight sight) {}
