/**
 * Model directories on their way to where they are used: published with a manifest that names every
 * file's SHA-256, and fetched with it, so that a directory is there whole and right, or not at all.
 */
package dev.langevin.runtime.model.fetch;
