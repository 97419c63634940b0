/** Image files: PNG with its text chunks out, PNG and JPEG in. */
package dev.langevin.decoder.image;
