/** Settings from the environment, checked where they are read. */
package dev.langevin.runtime.config;
