/** Files of settings that are read anew when they change. */
package dev.langevin.gateway.files;
