/**
 * What the doctor looks at on this machine; each check knows one thing, and what to do about it.
 */
package dev.langevin.client.doctor;
