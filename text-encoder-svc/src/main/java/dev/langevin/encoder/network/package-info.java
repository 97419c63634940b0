/** The text model. */
package dev.langevin.encoder.network;
