/**
 * What Langevin needs of Kafka, as {@code deploy/kafka/topics.yaml} declares it: read by gateways
 * and orchestrators that create what is missing, and by {@code langevin admin apply}.
 */
package dev.langevin.runtime.topics;
