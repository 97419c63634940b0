/**
 * As much of Prometheus's query language as our dashboards and alerts use: so that tests read each
 * of their expressions, and they can be drawn without a Prometheus.
 */
package dev.langevin.bench.sight.promql;
