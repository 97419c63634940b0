/** Where artifacts and checkpoints are kept: blobs by name, in a directory. */
package dev.langevin.runtime.blob;
