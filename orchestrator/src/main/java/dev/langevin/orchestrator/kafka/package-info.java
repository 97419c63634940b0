/** The edge towards Kafka: the log of generations, progress, and what has to be there first. */
package dev.langevin.orchestrator.kafka;
