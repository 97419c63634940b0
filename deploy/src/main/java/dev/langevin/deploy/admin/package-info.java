/** {@code langevin admin}: what those need who look after a cluster. */
package dev.langevin.deploy.admin;
