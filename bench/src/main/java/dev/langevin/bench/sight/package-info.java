/**
 * What a running system tells of itself, drawn as Grafana would draw it, and what telling costs.
 */
package dev.langevin.bench.sight;
