import type { Family } from '../../detector.js';
import { hex, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';

/**
 * Software that runs on one's own machines, and networks. Where a key looks like a commit, it does not follow the bare
 * name: that is what pins a version.
 */
export const SERVERS: readonly Product[] = [
  // https://docs.goauthentik.io/
  opaque('authentik_token', 'an authentik token', 'authentik'),
  // https://www.bookstackapp.com/docs/admin/hacking-bookstack/
  opaque('bookstack_token', 'a BookStack token', 'bookstack'),
  // https://coolify.io/docs/api-reference/authorization
  { id: 'coolify_token', title: 'a Coolify token', names: ['coolify'], value: /\d{1,6}\|[A-Za-z0-9]{40,60}/ },
  // https://docs.fortinet.com/document/fortigate/7.6.0/administration-guide/399023/rest-api-administrator
  opaque('fortinet_token', 'a Fortinet API token', 'fortinet', 'fortigate', 'fortios'),
  // https://fusionauth.io/docs/apis/authentication
  opaque('fusionauth_key', 'a FusionAuth API key', 'fusionauth'),
  // https://go2docs.graylog.org/current/setting_up_graylog/rest_api_access_tokens.html
  opaque('graylog_token', 'a Graylog access token', 'graylog'),
  // https://goharbor.io/docs/latest/administration/robot-accounts/
  {
    id: 'harbor_secret',
    title: 'a Harbor robot secret',
    names: ['harbor robot', 'harbor'],
    isWord: true,
    value: OPAQUE,
  },
  // https://hasura.io/docs/2.0/auth/authentication/admin-secret-access/
  opaque('hasura_secret', 'a Hasura admin secret', 'hasura'),
  // https://developers.home-assistant.io/docs/auth_api/
  {
    id: 'home_assistant_token',
    title: 'a Home Assistant token',
    names: ['home assistant', 'hass'],
    isWord: true,
    value: OPAQUE,
  },
  // https://icinga.com/docs/icinga-2/latest/doc/12-icinga2-api/
  opaque('icinga_password', 'an Icinga API password', 'icinga', 'icinga2'),
  // https://api.jellyfin.org/
  { id: 'jellyfin_key', title: 'a Jellyfin API key', names: ['jellyfin'], value: hex(32) },
  // https://www.keycloak.org/docs/latest/server_admin/#_client-credentials
  opaque('keycloak_secret', 'a Keycloak client secret', 'keycloak'),
  // https://www.koyeb.com/docs/reference/api
  opaque('koyeb_token', 'a Koyeb API token', 'koyeb'),
  // https://docs.librenms.org/API/
  { id: 'librenms_token', title: 'a LibreNMS API token', names: ['librenms'], value: hex(32) },
  // https://developer.matomo.org/api-reference/reporting-api#authenticate-to-the-api-via-token_auth-parameter
  { id: 'matomo_token', title: 'a Matomo auth token', names: ['matomo', 'piwik'], value: hex(32) },
  // https://docs.min.io/community/minio-object-store/administration/identity-access-management/minio-user-management.html
  opaque('minio_key', 'a MinIO secret key', 'minio'),
  // https://docs.moodle.org/en/Using_web_services
  { id: 'moodle_token', title: 'a Moodle web service token', names: ['moodle'], value: hex(32) },
  // https://docs.netbird.io/api/guides/authentication
  opaque('netbird_token', 'a NetBird access token', 'netbird'),
  // https://netboxlabs.com/docs/netbox/integrations/rest-api/#authentication
  { id: 'netbox_token', title: 'a NetBox API token', names: ['netbox'], alone: [], value: hex(40) },
  // https://docs.nextcloud.com/server/latest/user_manual/en/session_management.html
  {
    id: 'nextcloud_password',
    title: 'a Nextcloud app password',
    names: ['nextcloud', 'owncloud'],
    value: /[A-Za-z0-9]{5}(?:-[A-Za-z0-9]{5}){4}|[A-Za-z0-9]{72}/,
  },
  // https://help.sonatype.com/en/user-tokens.html
  opaque('nexus_token', 'a Sonatype Nexus user token', 'sonatype', 'nexus token', 'nexus user'),
  // https://docs.opnsense.org/development/how-tos/api.html
  opaque('opnsense_secret', 'an OPNsense API secret', 'opnsense'),
  // https://www.getoutline.com/developers
  opaque('outline_key', 'an Outline API key', 'getoutline', 'outline api'),
  // https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-panorama-api/get-started-with-the-pan-os-xml-api/get-your-api-key
  opaque('paloalto_key', 'a Palo Alto API key', 'palo alto', 'paloalto', 'panos', 'pan os'),
  // https://docs.paperless-ngx.com/api/
  {
    id: 'paperless_token',
    title: 'a Paperless-ngx token',
    names: ['paperless ngx', 'paperlessngx', 'paperless'],
    alone: [],
    value: hex(40),
  },
  // https://plausible.io/docs/stats-api
  { id: 'plausible_key', title: 'a Plausible API key', names: ['plausible'], isWord: true, value: OPAQUE },
  // https://support.plex.tv/articles/204059436-finding-an-authentication-token-x-plex-token/
  { id: 'plex_token', title: 'a Plex token', names: ['plex'], isWord: true, value: OPAQUE },
  // https://docs.qubole.com/en/latest/rest-api/api_overview.html
  opaque('qubole_token', 'a Qubole API token', 'qubole'),
  // https://redash.io/help/user-guide/integrations-and-api/api
  opaque('redash_key', 'a Redash API key', 'redash'),
  // https://www.redmine.org/projects/redmine/wiki/Rest_api#Authentication
  { id: 'redmine_key', title: 'a Redmine API key', names: ['redmine'], alone: [], value: hex(40) },
  // https://developer.rocket.chat/apidocs/authentication-1
  {
    id: 'rocketchat_token',
    title: 'a Rocket.Chat token',
    names: ['rocket chat', 'rocket.chat'],
    value: /[\w-]{43}|[A-Za-z0-9]{17}/,
  },
  // https://sonarr.tv/docs/api/
  {
    id: 'sonarr_key',
    title: 'an API key of Sonarr and its kin',
    names: ['sonarr', 'radarr', 'lidarr', 'prowlarr', 'readarr'],
    value: hex(32),
  },
  // https://docs.strapi.io/cms/features/api-tokens
  { id: 'strapi_token', title: 'a Strapi API token', names: ['strapi'], value: /[0-9a-f]{128,256}/ },
  // https://goteleport.com/docs/enroll-resources/agents/join-token/
  { id: 'teleport_token', title: 'a Teleport join token', names: ['teleport'], isWord: true, value: OPAQUE },
  // https://support.testrail.com/hc/en-us/articles/7077039051284-Accessing-the-TestRail-API
  opaque('testrail_key', 'a TestRail API key', 'testrail'),
  // https://developer.cisco.com/docs/thousandeyes/authentication/
  opaque('thousandeyes_token', 'a ThousandEyes token', 'thousandeyes', 'thousand eyes'),
  // https://developer.ui.com/site-manager-api/gettingstarted
  opaque('unifi_key', 'a UniFi API key', 'unifi'),
  // https://www.zabbix.com/documentation/current/en/manual/web_interface/frontend_sections/users/api_tokens
  { id: 'zabbix_token', title: 'a Zabbix API token', names: ['zabbix'], value: hex(64) },
  // https://docs.zammad.org/en/latest/api/intro.html
  opaque('zammad_token', 'a Zammad access token', 'zammad'),
  // https://docs.zerotier.com/api/central/
  opaque('zerotier_token', 'a ZeroTier API token', 'zerotier'),
];

export const productsServers: Family = productFamily('products-servers', SERVERS);
