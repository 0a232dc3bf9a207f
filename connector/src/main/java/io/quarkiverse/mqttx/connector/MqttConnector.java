package io.quarkiverse.mqttx.connector;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.SendQueueStatus;
import io.quarkiverse.mqttx.connector.clients.ClientResolver;
import io.quarkiverse.mqttx.connector.clients.ClientResources;
import io.quarkiverse.mqttx.connector.clients.DefaultMqttClient;
import io.quarkiverse.mqttx.connector.config.InvalidConfigurationException;
import io.quarkiverse.mqttx.connector.connection.ApplicationBeans;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.connector.incoming.ChannelPublisher;
import io.quarkiverse.mqttx.connector.incoming.IncomingChannel;
import io.quarkiverse.mqttx.connector.reply.ReplyInbox;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;

/**
 * Connects channels to MQTT topics: {@code mp.messaging.incoming.<channel>.connector=smallrye-mqtt-x}. Reads and checks the
 * whole configuration before the first channel is wired; connects when channels are subscribed to, or else when the
 * application has started.
 */
@ApplicationScoped
@Connector(MqttConnector.NAME)

// @formatter:off: it would put each attribute on one line
// Where the broker is
@ConnectorAttribute(name = "host", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "localhost",
        description = "Host name or IP address of the broker. Not together with `servers`")
@ConnectorAttribute(name = "port", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "Port of the broker, 1 to 65535. 1883 unless set, 8883 with TLS. Not together with `servers`")
@ConnectorAttribute(name = "servers", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Comma-separated list of brokers to try in turn, for example "
                + "`mqtts://a.example.org,mqtts://b.example.org:8884`. Schemes: `mqtt` and `tcp` (port 1883 unless "
                + "given), `mqtts` and `ssl` (TLS, port 8883 unless given). Instead of `host`, `port` and `ssl`; where "
                + "one is set on the channel and the other on the connector, the channel's counts")
@ConnectorAttribute(name = "server-name", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Server name sent in the TLS handshake (SNI). The host unless set")

// Who we are
@ConnectorAttribute(name = "version", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "auto",
        description = "MQTT version: `5`, `3.1.1` (or `4`), `3.1` (or `3`), or `auto`, which tries 5, then 3.1.1, then "
                + "3.1 and remembers what the broker speaks")
@ConnectorAttribute(name = "client-id", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Client identifier. Channels with the same client id and broker share a connection and must agree "
                + "on its settings. Generated unless set")
@ConnectorAttribute(name = "auto-generated-client-id", type = "boolean", direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether a client identifier is generated when `client-id` is not set. It stays the same over "
                + "reconnections until the application ends. `false` requires `client-id`")
@ConnectorAttribute(name = "username", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "User name sent to the broker")
@ConnectorAttribute(name = "password", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Password sent to the broker. MQTT 3.1.1 and 3.1, and so `version=auto`, allow it only with "
                + "`username`")
@ConnectorAttribute(name = "credentials-provider", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Name under which a bean is asked for user name and password before each attempt to connect: in "
                + "Quarkus the application's `CredentialsProvider`, elsewhere a `CredentialsSource`. Instead of `password`")
@ConnectorAttribute(name = "credentials-provider-name", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "The bean to ask for `credentials-provider` where there are several: its `@Named`, or the "
                + "`@Identifier` of a `CredentialsSource`")

@ConnectorAttribute(name = "authentication", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Enhanced authentication: `SCRAM-SHA-256`, `SCRAM-SHA-512` or `SCRAM-SHA-1`, which prove the `password` "
                + "of `username` without sending it, or the identifier of a bean of type `EnhancedAuthentication`. Needs MQTT "
                + "5, so that `version=auto` tries no other")
@ConnectorAttribute(name = "reauthenticate-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        defaultValue = "0",
        description = "How long after `authentication` it is repeated within the connection, each time. 0 repeats it only "
                + "when the application asks for it")

// The session
@ConnectorAttribute(name = "auto-clean-session", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether each connection begins with a clean session (Clean Start in MQTT 5). `false` resumes the "
                + "session of `client-id`, with the messages that the broker has kept for it")
@ConnectorAttribute(name = "session-expiry-seconds", type = "long", direction = INCOMING_AND_OUTGOING,
        description = "How long the broker keeps the session after the connection has ended, 0 to 4294967295 (never "
                + "expires); MQTT 5 only. Unless set: 0 with `auto-clean-session=true`, 4294967295 with "
                + "`auto-clean-session=false`, which is what MQTT 3.1.1 does")
@ConnectorAttribute(name = "session-expiry-on-disconnect-seconds", type = "long", direction = INCOMING_AND_OUTGOING,
        description = "How long the broker keeps the session after the application has ended the connection, 0 to "
                + "4294967295; MQTT 5 only. `session-expiry-seconds` then counts for connections that are lost. As "
                + "`session-expiry-seconds` unless set")
@ConnectorAttribute(name = "session-on-shutdown", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "keep",
        description = "What becomes of the session when the application ends: `keep` leaves it to the broker for as long as "
                + "configured, `end` makes the broker forget it, with all that it holds for this client")
@ConnectorAttribute(name = "keep-alive-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "Longest time without a packet sent, or without one received, before the connection is checked "
                + "with PINGREQ, 0 to 65535. 0 disables the check. A broker of MQTT 5 may ask for another value")
@ConnectorAttribute(name = "auto-keep-alive", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether PINGREQ is sent by itself. With `false` the broker closes a connection that is silent for "
                + "one and a half times `keep-alive-seconds`")
@ConnectorAttribute(name = "receive-maximum", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1024",
        description = "How many QoS 1 and QoS 2 messages the broker may send ahead of the application's acknowledgements, "
                + "1 to 65535. Announced to the broker in MQTT 5; in 3.x the broker's own limit counts. What a broker sends "
                + "beyond it is taken up to 64 MiB or an eighth of the heap, then the connection is ended and resumed")
@ConnectorAttribute(name = "max-inflight-queue", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1024",
        description = "How many messages may wait for the broker's acknowledgement, 1 to 65535. When they are reached, "
                + "the channel requests no more from its publisher. Of the channels that share a connection the largest "
                + "value counts for the connection")
@ConnectorAttribute(name = "max-inflight-qos2", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "20",
        description = "How many QoS 2 messages may wait for the broker's acknowledgement in MQTT 3.x, 1 to 65535. There the "
                + "broker cannot tell its limit, and some end the connection of a client that exceeds it: mosquitto's "
                + "`max_inflight_messages` is 20. In MQTT 5 the broker's Receive Maximum counts")
@ConnectorAttribute(name = "max-message-size", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "16777216",
        description = "Largest packet accepted from the broker, in bytes. Announced to the broker in MQTT 5")
@ConnectorAttribute(name = "allow-control-characters", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether topics, topic filters, properties, client id and user name may contain control characters and "
                + "non-characters (MQTT-5.0 §1.5.4). Many brokers end the connection for them, so without it a message that has one is "
                + "nacked, and a configuration that has one is refused")
@ConnectorAttribute(name = "topic-alias-maximum", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "How many topic aliases the broker may use in place of topics that it has sent before on the "
                + "connection, 0 to 65535; MQTT 5 only. Saves bandwidth where a connection has few and long topics")
@ConnectorAttribute(name = "outgoing-topic-aliases", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "16",
        description = "How many topics are sent as a topic alias once the broker knows them, 0 to 65535, but no more than it "
                + "takes; MQTT 5 only. Those published to last have one. 0 always sends the topic")
@ConnectorAttribute(name = "ack-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "How long to wait for SUBACK, UNSUBACK, PUBACK, PUBREC and PUBCOMP before the connection counts as "
                + "broken. 0 waits for ever")

@ConnectorAttribute(name = "session-store", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "memory",
        description = "Where the session is kept: `memory`, where it ends with the process; `file`, where messages not yet "
                + "acknowledged, QoS 2 identifiers and subscriptions survive a crash; or the identifier of a bean of type "
                + "`SessionStore.Factory`. Needs `client-id` and `auto-clean-session=false`")
@ConnectorAttribute(name = "session-store-path", type = "string", direction = INCOMING_AND_OUTGOING,
        defaultValue = "mqtt-sessions",
        description = "`session-store=file`: directory of the files, one for each `client-id`")
@ConnectorAttribute(name = "session-store-sync", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "write",
        description = "`session-store=file`: what a packet waits for that depends on what is stored: `write`, until the "
                + "operating system has it, which survives the end of the process; or `disk`, until the disk has it, which "
                + "survives a power failure")

@ConnectorAttribute(name = "connect-user-properties", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "User properties of CONNECT: a comma-separated list of `name=value` (`\\,` for a comma within one), "
                + "whose order is kept; MQTT 5 only")
@ConnectorAttribute(name = "request-response-information", type = "boolean", direction = INCOMING_AND_OUTGOING,
        defaultValue = "false",
        description = "Whether the broker is asked what response topics should begin with; MQTT 5 only. What it says is in "
                + "`NegotiatedSettings.responseInformation()`")
@ConnectorAttribute(name = "request-problem-information", type = "boolean", direction = INCOMING_AND_OUTGOING,
        defaultValue = "true",
        description = "Whether the broker may explain failures with reason strings and user properties; MQTT 5 only")

// The will
@ConnectorAttribute(name = "will-flag", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the connection has a will. Setting `will-topic` is enough; `true` requires it, and an "
                + "explicit `false` switches the will off")
@ConnectorAttribute(name = "will-topic", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Topic of the message that the broker publishes when the connection is lost")
@ConnectorAttribute(name = "will-payload", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Payload of the will, as UTF-8 text. Empty unless set")
@ConnectorAttribute(name = "will-qos", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "QoS of the will: 0, 1 or 2")
@ConnectorAttribute(name = "will-retain", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the broker retains the will")
@ConnectorAttribute(name = "will-delay-seconds", type = "long", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "How long the broker waits for the client to return before it publishes the will, 0 to 4294967295; "
                + "MQTT 5 only. No longer than the session lives: see `session-expiry-seconds`")
@ConnectorAttribute(name = "will-message-expiry-seconds", type = "long", direction = INCOMING_AND_OUTGOING,
        description = "How long the broker keeps the will for subscribers that are away, once it is published, 0 to "
                + "4294967295; MQTT 5 only. For ever unless set")
@ConnectorAttribute(name = "will-content-type", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Content type of the will, such as `application/json`; MQTT 5 only")
@ConnectorAttribute(name = "will-payload-utf8", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the will is marked as UTF-8 text (payload format indicator 1); MQTT 5 only")
@ConnectorAttribute(name = "will-response-topic", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Response topic of the will; MQTT 5 only")
@ConnectorAttribute(name = "will-correlation-data", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Correlation data of the will, as UTF-8 text; MQTT 5 only")
@ConnectorAttribute(name = "will-user-properties", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "User properties of the will: a comma-separated list of `name=value` (`\\,` for a comma within one), "
                + "whose order is kept; MQTT 5 only")
@ConnectorAttribute(name = "will-on-shutdown", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the broker publishes the will also when the application ends in an orderly way. Not when it "
                + "merely disconnects with `MqttClient.disconnect()`")

// Presence
@ConnectorAttribute(name = "presence-topic", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Topic on which the connection says, with retained messages, whether it is there: `presence-online` "
                + "after each connect, `presence-offline` before it ends, and as its will. Not together with `will-*`, but "
                + "for `will-delay-seconds`")
@ConnectorAttribute(name = "presence-online", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "online",
        description = "Payload that says that the connection is there, as UTF-8 text")
@ConnectorAttribute(name = "presence-offline", type = "string", direction = INCOMING_AND_OUTGOING,
        defaultValue = "offline",
        description = "Payload that says that the connection is not there, as UTF-8 text")
@ConnectorAttribute(name = "presence-qos", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1",
        description = "QoS of the messages on `presence-topic`: 0, 1 or 2")

// Staying connected
@ConnectorAttribute(name = "connect-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "60",
        description = "How long the TCP connection with its TLS handshake may take, and after that the broker's CONNACK")
@ConnectorAttribute(name = "auto-reconnect", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether a lost or refused connection is tried again")
@ConnectorAttribute(name = "reconnect-attempts", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "-1",
        description = "Failed attempts in a row before giving up. -1 never gives up")
@ConnectorAttribute(name = "reconnect-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        defaultValue = "1",
        description = "First delay before another attempt; it doubles, with jitter, up to "
                + "`reconnect-max-interval-seconds`. 0 tries again at once")
@ConnectorAttribute(name = "reconnect-max-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        defaultValue = "60",
        description = "Longest delay between two attempts")
@ConnectorAttribute(name = "follow-redirects", type = "boolean", direction = INCOMING_AND_OUTGOING,
        defaultValue = "false",
        description = "Whether to go where a broker refers the client to (reason codes 0x9C Use another server and 0x9D "
                + "Server moved; MQTT 5 only), with the same credentials and TLS settings. A password goes to another host "
                + "only over verified TLS, unless `servers` names the host")
@ConnectorAttribute(name = "reason-codes", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "What follows when the broker refuses or ends a connection with a reason code, where that is to differ "
                + "from the table in docs/connection.md: a comma-separated list such as `0x97:slow, 0x87:stop`, with `retry`, "
                + "`slow`, `new-credentials` or `stop`. Return codes of MQTT 3.x count as the reason codes of MQTT 5")
@ConnectorAttribute(name = "tcp-keep-alive", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether TCP checks a silent connection as well (`SO_KEEPALIVE`). Setting one of `tcp-keep-alive-*` "
                + "switches it on")
@ConnectorAttribute(name = "tcp-keep-alive-count", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "TCP keep-alive probes without an answer before the connection counts as dead. The system's value "
                + "unless set")
@ConnectorAttribute(name = "tcp-keep-alive-idle-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "Silence before the first TCP keep-alive probe. The system's value unless set")
@ConnectorAttribute(name = "tcp-keep-alive-interval-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "Time between two TCP keep-alive probes. The system's value unless set")

// TLS
@ConnectorAttribute(name = "ssl", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether the connection is encrypted with TLS. Without `ssl.truststore.location` the platform's "
                + "trusted certificates count. With `servers` the scheme decides")
@ConnectorAttribute(name = "ssl.hostname-verification-algorithm", type = "string", direction = INCOMING_AND_OUTGOING,
        defaultValue = "HTTPS",
        description = "How the broker's certificate is checked against the host name: `HTTPS`, `LDAPS`, or `NONE`, which "
                + "disables the check")
@ConnectorAttribute(name = "ssl.keystore.type", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "pkcs12",
        description = "Type of the key store with the client's certificate: `pkcs12`, `jks` or `pem`")
@ConnectorAttribute(name = "ssl.keystore.location", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Path of the key store. With type `pem`: path of the client's certificate (chain)")
@ConnectorAttribute(name = "ssl.keystore.password", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Password of the key store. With type `pem`: path of the client's private key")
@ConnectorAttribute(name = "ssl.truststore.type", type = "string", direction = INCOMING_AND_OUTGOING,
        defaultValue = "pkcs12",
        description = "Type of the trust store: `pkcs12`, `jks` or `pem`")
@ConnectorAttribute(name = "ssl.truststore.location", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Path of the trust store. With type `pem`: comma-separated list of paths of certificates of "
                + "authorities")
@ConnectorAttribute(name = "ssl.truststore.password", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Password of the trust store. Not used with type `pem`")
@ConnectorAttribute(name = "trust-all", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether every certificate is trusted. Never in production")
@ConnectorAttribute(name = "tls-configuration-name", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "Quarkus only: name of the configuration of the TLS registry (`quarkus.tls.<name>.*`) to use. "
                + "Switches TLS on")
@ConnectorAttribute(name = "client-options-name", type = "string", direction = INCOMING_AND_OUTGOING,
        alias = "mqtt-client-options-name",
        description = "Identifier of a CDI bean of type `io.vertx.core.net.NetClientOptions` (`@Identifier(\"name\")`) on "
                + "which the options of the network connection are based: TLS material, proxy and so on. It is copied; "
                + "attributes that are set win over it")

// The send queue
@ConnectorAttribute(name = "send-queue-max-messages", type = "int", direction = INCOMING_AND_OUTGOING,
        description = "How many messages wait to be sent at most, 1 or more. With `send-queue-overflow=back-pressure` those that wait "
                + "for the broker's acknowledgement count too. As `max-inflight-queue` unless set. On an incoming channel "
                + "`send-queue-*` is for what the `MqttClient` of its name publishes")
@ConnectorAttribute(name = "send-queue-max-bytes", type = "long", direction = INCOMING_AND_OUTGOING,
        description = "How many bytes of topics, payloads and properties wait to be sent at most, 1 or more. No bound unless set")
@ConnectorAttribute(name = "send-queue-overflow", type = "string", direction = INCOMING_AND_OUTGOING,
        defaultValue = "back-pressure",
        description = "What happens when as much waits as may: `back-pressure` asks the publisher for no more, `drop-oldest` "
                + "drops what has waited longest, `drop-newest` the message that has just come, and `fail` nacks that one with "
                + "an `SendQueueFullException`. What is in flight is never dropped")
@ConnectorAttribute(name = "send-queue-dropped", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "nack",
        description = "What the publisher gets for a message that is dropped because the send queue is full or the message has "
                + "expired: `nack` (a `MessageDroppedException`) or `ack`")
@ConnectorAttribute(name = "send-queue-qos0-offline", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "keep",
        description = "What happens to QoS 0 messages while there is no connection: `keep` lets them wait as all others do, "
                + "`drop` drops and acks them")
@ConnectorAttribute(name = "send-queue-compaction", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "false",
        description = "Whether a newer message takes the place of one that waits for the same topic, which is acked then")

// Start and stop
@ConnectorAttribute(name = "startup-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "0",
        description = "How long the start of the application waits for the connection. It goes on with a warning after "
                + "that. 0 does not wait")
@ConnectorAttribute(name = "shutdown-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "10",
        description = "How long the end of the application waits for messages that are being processed or sent. 0 waits only "
                + "for what is done within 0.2 seconds")
@ConnectorAttribute(name = "disconnect-timeout-seconds", type = "int", direction = INCOMING_AND_OUTGOING,
        defaultValue = "10",
        description = "How long closing the connection may take")
@ConnectorAttribute(name = "content-type", type = "string", direction = INCOMING_AND_OUTGOING,
        description = "MIME type of the payloads. Incoming: assumed for messages that carry none, as all of MQTT 3.x, and "
                + "chooses their converter. Outgoing: chooses how payloads are written, and goes with messages whose metadata "
                + "names none; each payload's type decides unless set; `none` sends neither content type nor payload format "
                + "indicator")
@ConnectorAttribute(name = "health-enabled", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true",
        description = "Whether the channel takes part in the health checks")
@ConnectorAttribute(name = "trace", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "off",
        description = "How much of each packet is logged in the category `io.quarkiverse.mqttx.packets`: `off`, `headers`, or "
                + "`payload:N` with the first N bytes of payloads. Of the channels that share a connection the one that wants "
                + "most counts. `MqttConnections` switches it at run time")

// Incoming channels
@ConnectorAttribute(name = "topic", type = "string", direction = INCOMING,
        description = "Topic filter to subscribe to, with the wildcards `+` and `#` and `$share/<group>/<filter>`; or a "
                + "comma-separated list of filters (`\\,` for a comma within one). `{name}` is a `+`, and `{name#}` a `#`, with a "
                + "name for what it stands for in a message (`{{` and `}}` for braces). The name of the channel unless set")
@ConnectorAttribute(name = "qos", type = "string", direction = INCOMING, defaultValue = "0",
        description = "QoS of the subscription: 0, 1 or 2; or a comma-separated list with one for each filter of `topic`")
@ConnectorAttribute(name = "no-local", type = "string", direction = INCOMING, defaultValue = "false",
        description = "Whether the broker leaves out what this very connection publishes: `true` or `false`, or a "
                + "comma-separated list with one for each filter of `topic`. Not for `$share`. MQTT 5 only")
@ConnectorAttribute(name = "retain-as-published", type = "string", direction = INCOMING, defaultValue = "false",
        description = "Whether messages keep the retain flag with which they were published; with `false` it is set only on "
                + "those that the broker had in store when the channel subscribed. `true` or `false`, or a comma-separated "
                + "list with one for each filter of `topic`. MQTT 5 only")
@ConnectorAttribute(name = "retain-handling", type = "string", direction = INCOMING, defaultValue = "send",
        description = "Whether the broker sends what it has retained when the channel subscribes: `send` (or `0`), "
                + "`send-if-new` (`1`), which is only if its session does not have the subscription yet, or `never` (`2`); "
                + "or a comma-separated list with one for each filter of `topic`. MQTT 5 only")
@ConnectorAttribute(name = "broadcast", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether every consumer of the channel receives every message. A message is acknowledged when all "
                + "have processed it")
@ConnectorAttribute(name = "ack-strategy", type = "string", direction = INCOMING, defaultValue = "on-completion",
        description = "When QoS 1 and 2 messages are acknowledged to the broker: `on-completion`, when the application has "
                + "processed them, or `on-receipt`, when it takes them, before it has processed them: faster where the "
                + "broker's window is small, and what is not processed to its end is lost")
@ConnectorAttribute(name = "unacknowledged-message-max-age-seconds", type = "int", direction = INCOMING, defaultValue = "60",
        description = "After how long a QoS 1 or 2 message that the application has not acknowledged, or not taken, is logged, and "
                + "the channel not ready until it is. 0 never does")
@ConnectorAttribute(name = "failure-strategy", type = "string", direction = INCOMING, defaultValue = "fail",
        description = "What happens when the application nacks a message: `fail` stops the channel and leaves the message "
                + "to the broker, `ignore` logs and acknowledges it, `dead-letter-topic` publishes it elsewhere, "
                + "`delayed-retry` delivers it again, `reject` tells the broker (MQTT 5), `redeliver` has the broker send it "
                + "again; or the identifier of a bean of type `MqttFailureHandler.Factory`. A comma-separated list names what follows when one can do no more, as in `delayed-retry,dead-letter-topic`; "
                + "after the last it is `fail`")
@ConnectorAttribute(name = "dead-letter-topic", type = "string", direction = INCOMING,
        defaultValue = "dead-letter/{channel}/{topic#}",
        description = "`dead-letter-topic`: where messages go. `{channel}` is the name of the channel, `{topic#}` the topic of "
                + "the message, and names in the attribute `topic` are known too. The channel itself must not subscribe to it")
@ConnectorAttribute(name = "dead-letter-qos", type = "int", direction = INCOMING, defaultValue = "1",
        description = "`dead-letter-topic`: QoS of dead letters, 1 or 2. The message is acknowledged when the broker has taken "
                + "its dead letter")
@ConnectorAttribute(name = "dead-letter-format", type = "string", direction = INCOMING, defaultValue = "payload",
        description = "`dead-letter-topic`: `payload` publishes the payload of the message, with what has happened as user "
                + "properties in MQTT 5; `json` an object with the payload and all that, in any version")
@ConnectorAttribute(name = "dead-letter-connection", type = "string", direction = INCOMING,
        description = "`dead-letter-topic`: name of the outgoing channel, or of the client (`mp.messaging.client.<name>`), over "
                + "whose connection dead letters go. That of the channel itself unless set")
@ConnectorAttribute(name = "retry-max-attempts", type = "int", direction = INCOMING, defaultValue = "4",
        description = "`delayed-retry`: how often a message is delivered at most, the first time included. 2 or more")
@ConnectorAttribute(name = "retry-delay-ms", type = "int", direction = INCOMING, defaultValue = "1000",
        description = "`delayed-retry`: milliseconds before the second attempt. They double with each attempt, with jitter")
@ConnectorAttribute(name = "retry-max-delay-ms", type = "int", direction = INCOMING, defaultValue = "30000",
        description = "`delayed-retry`: the longest delay before an attempt, in milliseconds")
@ConnectorAttribute(name = "retry-max-waiting", type = "int", direction = INCOMING, defaultValue = "100",
        description = "`delayed-retry`: how many messages may wait for another attempt. With so many the channel hands out "
                + "nothing new until one of them is through")
@ConnectorAttribute(name = "reject-reason-codes", type = "string", direction = INCOMING,
        description = "`reject`: reason codes by exception, `com.acme.Invalid=0x99,java.lang.SecurityException=0x87`: the class "
                + "of the exception or the nearest above it counts, else its cause. Codes: 0x80, 0x83, 0x87, 0x90, 0x97, 0x99. "
                + "Payloads that cannot be converted: 0x99, all else 0x80 unless set")
@ConnectorAttribute(name = "reject-reason-string", type = "string", direction = INCOMING, defaultValue = "class",
        description = "`reject`: what the broker is told besides the code: the `class` of the exception, its `message`, which "
                + "may quote the payload, or `none`")
@ConnectorAttribute(name = "redeliver-max-attempts", type = "int", direction = INCOMING, defaultValue = "5",
        description = "`redeliver`: how often the broker delivers a message at most, the first time included. 2 or more")
@ConnectorAttribute(name = "redeliver-delay-seconds", type = "int", direction = INCOMING, defaultValue = "5",
        description = "`redeliver`: how long after a message was left to the broker the connection is renewed, so that the "
                + "broker sends it again")
@ConnectorAttribute(name = "redeliver-max-withheld", type = "int", direction = INCOMING, defaultValue = "10",
        description = "`redeliver`: with how many such messages the connection is renewed earlier, since they occupy the window "
                + "of the broker. Never more than half of `receive-maximum`")
@ConnectorAttribute(name = "redeliver-min-interval-seconds", type = "int", direction = INCOMING, defaultValue = "10",
        description = "`redeliver`: the least time between two renewals of the connection, 1 or more")
@ConnectorAttribute(name = "validate-payload-format", type = "boolean", direction = INCOMING, defaultValue = "true",
        description = "Whether a message whose publisher states that it is UTF-8 text (MQTT 5, payload format indicator 1), "
                + "and which is not, is rejected with 0x99 before the application sees it; at QoS 0 it is dropped")
@ConnectorAttribute(name = "buffer-size", type = "int", direction = INCOMING, defaultValue = "128",
        description = "How many QoS 0 messages wait for the application at most, unless it keeps up with a "
                + "burst; no more than take an eighth of the heap. QoS 1 and 2 are bounded by `receive-maximum`, in MQTT 3.x by "
                + "the broker")
@ConnectorAttribute(name = "overflow-strategy", type = "string", direction = INCOMING, defaultValue = "drop-oldest",
        description = "What happens to QoS 0 messages when `buffer-size` are waiting: `drop-oldest` or `drop-newest`. The "
                + "channel counts them and lives on")
@ConnectorAttribute(name = "batch", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether messages are handed over in batches, to methods that take a `List`, a `Message<List>` or an "
                + "`IncomingMqttBatch`")
@ConnectorAttribute(name = "batch-size", type = "int", direction = INCOMING, defaultValue = "100",
        description = "`batch`: how many messages a batch has at most, 1 to 65535. At QoS 1 and 2 no more than the broker sends "
                + "ahead: `receive-maximum`, in MQTT 3.x the broker's own limit")
@ConnectorAttribute(name = "batch-window-ms", type = "int", direction = INCOMING, defaultValue = "100",
        description = "`batch`: how long the first message of a batch waits for others before it is handed over with fewer than "
                + "`batch-size`")
@ConnectorAttribute(name = "concurrency-key", type = "string", direction = INCOMING,
        description = "What messages have in common that must be processed one after the other, in order, while those with "
                + "another key overtake them: `topic`, `topic-level:N` (counted from 1), `topic-variable:NAME` (of `topic`), "
                + "`correlation-data` or `user-property:NAME` (the latter two with MQTT 5 only). Messages without it have one "
                + "key in common. Unless set, the application alone decides what is processed at the same time")
@ConnectorAttribute(name = "max-concurrency", type = "int", direction = INCOMING, defaultValue = "16",
        description = "`concurrency-key`: how many messages, each with another key, are in process at most, 1 to 65535")
@ConnectorAttribute(name = "unsubscribe-on-disconnection", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether the subscriptions are taken back at the broker when the application cancels the channel")

@ConnectorAttribute(name = "lazy-subscription", type = "boolean", direction = INCOMING, defaultValue = "false",
        description = "Whether an injected channel subscribes at the broker, and connects, only when the application subscribes to "
                + "it. With `false` it does so when the application starts, and what comes before waits: QoS 1 and 2 "
                + "unacknowledged, QoS 0 up to `buffer-size`")

// Outgoing channels
@ConnectorAttribute(name = "topic", type = "string", direction = OUTGOING,
        description = "Topic of messages whose metadata names none. `{name}` is a level, and `{name#}` the rest, that the "
                + "metadata, the topic of the received message, or a property of the payload gives (`{{` and `}}` for "
                + "braces). The name of the channel unless set; empty if every message names its own")
@ConnectorAttribute(name = "qos", type = "int", direction = OUTGOING, defaultValue = "0",
        description = "QoS of messages whose metadata names none: 0, 1 or 2")
@ConnectorAttribute(name = "retain", type = "boolean", direction = OUTGOING, defaultValue = "false",
        description = "Whether messages are retained by the broker when their metadata does not say")
@ConnectorAttribute(name = "message-expiry-seconds", type = "long", direction = OUTGOING,
        description = "How long a message is worth sending, 0 to 4294967295, when its metadata does not say: the time that it "
                + "waits here counts, and in MQTT 5 the broker keeps it for a subscriber that is away for as long as is left. For "
                + "ever unless set")
@ConnectorAttribute(name = "user-properties", type = "string", direction = OUTGOING,
        description = "User properties sent with each message: `name=value`, or a comma-separated list of that (`\\,` for a "
                + "comma within one). One whose name the metadata of a message sets too is left to the metadata. MQTT 5 only")
@ConnectorAttribute(name = "ack-strategy", type = "string", direction = OUTGOING, defaultValue = "on-delivery",
        description = "When messages are acked: `on-delivery`, when the broker has taken responsibility, or `on-store`, when "
                + "the session store has them, be there a connection or not; needs `session-store`. Those of QoS 0 are not "
                + "stored, and acked when they are sent")
@ConnectorAttribute(name = "merge", type = "boolean", direction = OUTGOING, defaultValue = "false",
        description = "Whether several publishers may feed the channel")

// Request and reply
@ConnectorAttribute(name = "reply", type = "boolean", direction = OUTGOING, defaultValue = "false",
        description = "Whether the messages are replies: a message that comes from a request goes to the topic which the "
                + "request names, with its correlation data. A message whose metadata names a topic goes there. What comes from "
                + "no request goes to `topic` if that is set, else it is dropped")
@ConnectorAttribute(name = "reply-allowed-topics", type = "string", direction = OUTGOING, defaultValue = "#",
        description = "`reply`: topic filters, separated by commas, of where requests may want their replies; others get none. "
                + "The default allows all topics but those that begin with `$`")
@ConnectorAttribute(name = "reply-topic", type = "string", direction = OUTGOING,
        description = "`MqttRequestReply`: topic at which this application gets its replies; no other may use it. Unless set: "
                + "`reply/<client id>/<channel>`, with the response information of the broker in place of `reply` where "
                + "`request-response-information` asks for it")
@ConnectorAttribute(name = "reply-qos", type = "int", direction = OUTGOING, defaultValue = "1",
        description = "`MqttRequestReply`: QoS of the subscription to the replies: 0, 1 or 2")
@ConnectorAttribute(name = "reply-addressing", type = "string", direction = OUTGOING, defaultValue = "auto",
        description = "`MqttRequestReply`: how a request says where to reply: `properties` (response topic and correlation "
                + "data, MQTT 5 only), `topic` (the request goes to `<topic>/reply-to/<topic of the reply>`), or `auto`: the "
                + "properties in MQTT 5, the topic in 3.x")
@ConnectorAttribute(name = "reply-timeout-seconds", type = "int", direction = OUTGOING, defaultValue = "5",
        description = "`MqttRequestReply`: how long a request waits for its reply, and for another one when several are "
                + "wanted")
@ConnectorAttribute(name = "reply-max-pending", type = "int", direction = OUTGOING, defaultValue = "10000",
        description = "`MqttRequestReply`: how many requests may wait for replies; another one fails")
@ConnectorAttribute(name = "reply-correlation-id-handler", type = "string", direction = OUTGOING, defaultValue = "bytes",
        description = "`MqttRequestReply`: what makes the correlation ids: `bytes` (16 random ones), `uuid` (as text), or the "
                + "identifier of a bean of type `CorrelationIdHandler`")
@ConnectorAttribute(name = "reply-failure-handler", type = "string", direction = OUTGOING,
        description = "`MqttRequestReply`: what finds replies that state a failure: `user-property` (those with the user "
                + "property `reply-failure`), or the identifier of a bean of type `ReplyFailureHandler`. All replies are taken "
                + "for successes unless set")
// @formatter:on
public class MqttConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The name to use in {@code mp.messaging.incoming.<channel>.connector}. */
    public static final String NAME = "smallrye-mqtt-x";

    @Inject
    ExecutionHolder executionHolder;

    @Inject
    Instance<Config> config;

    @Inject
    ApplicationBeans beans;

    @Inject
    PayloadEncoder encoder;

    @Inject
    @Any
    Instance<MessageConverter> converters;

    /** {@code null} until the configuration has been read. */
    private Channels channels;
    /**
     * Whether the application does not start, for a reason that was given; what asks for a channel now need not say it again.
     */
    private boolean refused;
    private final Map<String, DefaultMqttClient> clients = new HashMap<>();

    /**
     * A publisher of the channel's messages. The copies of a channel with {@code concurrency} share the subscription at the
     * broker.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong with any channel of
     *         the connector
     */
    @Override
    public synchronized Flow.Publisher<? extends Message<?>> getPublisher(Config channelConfig) {
        return refused ? UnicastProcessor.create() : configured().publisher(channelName(channelConfig));
    }

    /**
     * A subscriber that publishes what it is given.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong with any channel of
     *         the connector
     */
    @Override
    public synchronized Flow.Subscriber<? extends Message<?>> getSubscriber(Config channelConfig) {
        return refused ? UnicastProcessor.create() : configured().subscriber(channelName(channelConfig));
    }

    /**
     * Reads and checks the configuration before Reactive Messaging asks for the first channel, which prints what is wrong once
     * more and begins with channels that there are not.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong
     */
    public synchronized void check() {
        try {
            configured();
        } catch (InvalidConfigurationException problems) {
            refused = true;
            throw problems;
        }
    }

    /** The channels, after reading and checking the configuration of all of them. */
    private Channels configured() {
        if (channels == null) {
            channels = new Channels(executionHolder.vertx().getDelegate(), config.get(), beans, encoder);
        }
        return channels;
    }

    /**
     * Where the replies to the requests of an outgoing channel arrive; for {@code MqttRequestReply}.
     *
     * @throws io.quarkiverse.mqttx.connector.config.InvalidConfigurationException with all that is wrong with any channel of
     *         the connector
     */
    public synchronized ReplyInbox replyInbox(String channel) {
        return configured().replies(channel);
    }

    /** For {@link PausedChannels}; {@code null} for a channel of another connector. */
    synchronized ChannelPublisher registered(String channel) {
        return channels == null ? null : channels.registered(channel);
    }

    private static String channelName(Config channelConfig) {
        return channelConfig.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
    }

    /**
     * The client for the connection of a channel, or for one of its own: what is injected with {@code @Identifier}. May
     * be called at any time; the connection is looked for when the client is first used, and an {@link
     * IllegalArgumentException} is thrown then when there is none of this name.
     *
     * @param name {@code null} for the only connection of the application
     */
    public MqttClient client(String name) {
        synchronized (clients) {
            return clients.computeIfAbsent(name == null ? ClientResolver.DEFAULT : name,
                    key -> new DefaultMqttClient(key, () -> connectionOfClient(name), converters));
        }
    }

    private synchronized ClientResources connectionOfClient(String name) {
        return configured().client(name);
    }

    /** For {@link MqttConnections}. */
    synchronized Map<String, SendQueueStatus> sendQueues() {
        return channels == null ? Map.of() : channels.sendQueues();
    }

    synchronized List<SharedConnection> sharedConnections() {
        return channels == null ? List.of() : channels.connections();
    }

    private List<IncomingChannel> channelsOfClients() {
        synchronized (clients) {
            return clients.values().stream().flatMap(client -> client.channels().stream()).toList();
        }
    }

    /** Outside Quarkus, where this comes when the channels are wired. */
    void started(@Observes(notifyObserver = Reception.IF_EXISTS) @Initialized(ApplicationScoped.class) Object e) {
        subscribeAtStart();
    }

    /**
     * The application has started: channels that nobody has subscribed to yet connect and subscribe at the broker, unless they
     * have {@code lazy-subscription}. May be called on any thread, and again without harm.
     */
    public void subscribeAtStart() {
        List<IncomingChannel> eager;
        synchronized (this) {
            eager = channels == null ? List.of() : channels.eager();
        }
        eager.forEach(IncomingChannel::open);
    }

    /** Before Vert.x goes, which is ended with priority 200. */
    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(50) @BeforeDestroyed(ApplicationScoped.class) Object e) {
        Shutdown shutdown;
        synchronized (this) {
            if (channels == null) {
                return;
            }
            shutdown = channels.shutdown(channelsOfClients());
        }
        shutdown.run();
    }

    /** A channel has started once it is wired; whether the broker is there is a matter of readiness. */
    @Override
    public HealthReport getStartup() {
        return report(health -> true);
    }

    /** Whether messages can flow: connected, and all subscriptions granted. With the reason when not. */
    @Override
    public HealthReport getReadiness() {
        return report(ChannelHealth::ready);
    }

    /** Whether the application still processes; a broker that is away never makes a channel dead. */
    @Override
    public HealthReport getLiveness() {
        return report(ChannelHealth::alive);
    }

    private synchronized HealthReport report(Predicate<ChannelHealth> ok) {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        if (channels != null) {
            for (ChannelHealth health : channels.health(channelsOfClients())) {
                boolean fine = ok.test(health);
                report.add(new HealthReport.ChannelInfo(health.channel(), fine, fine ? null : health.reason()));
            }
        }
        return report.build();
    }

    /**
     * How many messages an incoming channel has rejected, or at QoS 0 dropped, because they were said to be UTF-8 text and were
     * not, see {@code validate-payload-format}. May be called on any thread.
     *
     * @throws IllegalArgumentException if the connector has no such incoming channel
     */
    public synchronized long malformedMessages(String channel) {
        return incoming(channel).malformed();
    }

    /**
     * How many QoS 0 messages an incoming channel has dropped so far because the application took them too slowly, see
     * {@code buffer-size}. May be called on any thread.
     *
     * @throws IllegalArgumentException if the connector has no such incoming channel
     */
    public synchronized long droppedMessages(String channel) {
        return incoming(channel).dropped();
    }

    /**
     * How many messages without payload an incoming channel has acknowledged and skipped, because the type that the application
     * takes has no value for that: with such messages MQTT deletes what the broker has retained. May be called on any thread.
     *
     * @throws IllegalArgumentException if the connector has no such incoming channel
     */
    public synchronized long skippedMessages(String channel) {
        return incoming(channel).skipped();
    }

    private IncomingChannel incoming(String channel) {
        if (channels == null) {
            throw new IllegalArgumentException("there is no incoming channel '" + channel + "'; no channel is wired yet");
        }
        return channels.incoming(channel);
    }
}
