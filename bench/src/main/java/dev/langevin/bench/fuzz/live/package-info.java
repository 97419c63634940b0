/** Running services, fed through their ports and through Kafka. */
package dev.langevin.bench.fuzz.live;
