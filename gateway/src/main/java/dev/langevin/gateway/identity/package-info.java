/**
 * Who calls: API keys and tokens, what they may do, and whose things they see. A caller is a value
 * that is handed down; nothing here is remembered by threads.
 */
package dev.langevin.gateway.identity;
