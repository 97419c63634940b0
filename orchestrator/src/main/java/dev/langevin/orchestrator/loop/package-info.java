/**
 * The denoising loop of one job: plain arrays in, plain arrays out. It knows samplers and a
 * network, but neither Kafka nor gRPC.
 */
package dev.langevin.orchestrator.loop;
