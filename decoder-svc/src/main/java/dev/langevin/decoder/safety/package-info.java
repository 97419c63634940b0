/** What flags pictures that must not be shown. */
package dev.langevin.decoder.safety;
