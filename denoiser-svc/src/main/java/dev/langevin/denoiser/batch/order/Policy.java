package dev.langevin.denoiser.batch.order;

import java.util.Comparator;

/** An order of service: smaller goes first. A pure function of two claims at one moment. */
public interface Policy extends Comparator<Claim> {}
