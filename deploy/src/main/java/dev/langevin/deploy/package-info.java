/**
 * The whole system in one process: an embedded Kafka and the five services, talking over loopback
 * gRPC exactly as they do in a cluster.
 */
package dev.langevin.deploy;
