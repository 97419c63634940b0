/** An authority of one's own, for trials and for clusters without a certificate manager. */
package dev.langevin.runtime.tls.authority;
