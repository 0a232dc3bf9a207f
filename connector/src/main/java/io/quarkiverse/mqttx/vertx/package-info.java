/**
 * What the connector needs of Vert.x beyond its public API, and the only package that imports internals of Vert.x: with another
 * major version of it, nothing else changes. Static methods that make no objects of their own, since some of them are called
 * for each message. They may be called on any thread unless they say otherwise, and neither take nor return {@code null}
 * unless they say so.
 */
package io.quarkiverse.mqttx.vertx;
