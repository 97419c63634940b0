/** The contracts as data: their descriptors, and the comments in the proto files. */
package dev.langevin.proto;
