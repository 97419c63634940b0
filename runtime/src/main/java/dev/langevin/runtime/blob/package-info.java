/**
 * Where artifacts and checkpoints are kept: blobs by name, in a directory or behind an S3 API.
 * {@link dev.langevin.runtime.blob.BlobStores} opens the one that a setting names.
 */
package dev.langevin.runtime.blob;
