/** The bytes of pictures, from the decoders. */
package dev.langevin.gateway.artifacts;
