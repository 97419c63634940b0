/** What a request must look like, and what is filled in. Pure. */
package dev.langevin.gateway.admission;
