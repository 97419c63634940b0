/** Starting and stopping a service. */
package dev.langevin.runtime.lifecycle;
