/** Jobs: creating, reading, cancelling and following them, over Kafka. */
package dev.langevin.gateway.jobs;
