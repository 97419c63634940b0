/**
 * Builds the container images from what Maven has built: a base, a Java runtime of the modules that
 * are used, libraries, our own jars, and an archive of classes, a layer each. The same sources and
 * the same JDK make the same layers.
 */
package dev.langevin.images;
