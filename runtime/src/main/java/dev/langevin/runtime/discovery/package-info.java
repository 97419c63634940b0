/** Where the replicas of a service are: addresses as written, and those that names have now. */
package dev.langevin.runtime.discovery;
