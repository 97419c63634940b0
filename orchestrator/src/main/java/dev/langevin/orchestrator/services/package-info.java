/**
 * The edge towards encoders, denoisers and decoders: replicas, placement, and gRPC. Its types stop
 * here.
 */
package dev.langevin.orchestrator.services;
