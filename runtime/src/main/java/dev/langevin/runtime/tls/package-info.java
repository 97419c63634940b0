/** Certificates: read, checked, shown to peers, trusted, and read anew when their files change. */
package dev.langevin.runtime.tls;
