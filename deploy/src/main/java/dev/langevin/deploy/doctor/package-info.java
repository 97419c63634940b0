/** What the doctor looks at that only those know who start the services. */
package dev.langevin.deploy.doctor;
