/**
 * Blobs and model files behind an S3 API. Nobody but this package knows the AWS SDK, which is there
 * only in processes whose module brings it: decoder, orchestrator, and the command.
 */
package dev.langevin.runtime.blob.s3;
