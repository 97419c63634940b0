/** The part of OpenAI's API that makes pictures, so that its clients work unchanged. */
package dev.langevin.gateway.openai;
