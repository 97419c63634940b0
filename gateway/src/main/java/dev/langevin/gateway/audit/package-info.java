/** Who did what: lines of JSON in a file. */
package dev.langevin.gateway.audit;
