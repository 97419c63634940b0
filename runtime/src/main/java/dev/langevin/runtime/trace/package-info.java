/**
 * What happens to a job, as spans of OpenTelemetry: begun here, carried over gRPC and Kafka as W3C
 * Trace Context, and gone where no exporter is installed. No other package knows the library.
 */
package dev.langevin.runtime.trace;
