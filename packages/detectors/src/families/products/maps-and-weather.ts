import type { Family } from '../../detector.js';
import { alnum, hex, oneOf, OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Places, weather, flights, and what is known of addresses on the net. */
export const MAPS_AND_WEATHER: readonly Product[] = [
  // https://www.abstractapi.com/api/ip-geolocation-api
  opaque('abstractapi_key', 'an Abstract API key', 'abstract api'),
  // https://developer.accuweather.com/
  opaque('accuweather_key', 'an AccuWeather API key', 'accuweather'),
  // https://developers.amadeus.com/get-started/get-started-with-self-service-apis-335
  { id: 'amadeus_key', title: 'an Amadeus API key or secret', names: ['amadeus'], value: oneOf(alnum(32), alnum(16)) },
  // https://developers.arcgis.com/documentation/security-and-authentication/api-key-authentication/
  {
    id: 'arcgis_key',
    title: 'an ArcGIS API key',
    names: ['arcgis', 'esri'],
    value: OPAQUE,
    prefixes: ['AAPK', 'AAPTx'],
    rest: /[A-Za-z0-9_-]{60,200}(?:\.{2}[A-Za-z0-9_-]{60,200})?/,
  },
  // https://aviationstack.com/documentation
  opaque('aviationstack_key', 'an Aviationstack access key', 'aviationstack'),
  // https://www.bigdatacloud.com/docs
  {
    id: 'bigdatacloud_key',
    title: 'a BigDataCloud API key',
    names: ['bigdatacloud'],
    value: OPAQUE,
    prefixes: ['bdc_'],
    rest: hex(32),
  },
  // https://learn.microsoft.com/bingmaps/getting-started/bing-maps-dev-center-help/getting-a-bing-maps-key
  opaque('bingmaps_key', 'a Bing Maps key', 'bing maps', 'bing map'),
  // https://calendarific.com/api-documentation
  opaque('calendarific_key', 'a Calendarific API key', 'calendarific'),
  // https://docs.foursquare.com/developer/reference/authentication
  {
    id: 'foursquare_key',
    title: 'a Foursquare API key',
    names: ['foursquare', 'fsq'],
    value: OPAQUE,
    prefixes: ['fsq3'],
    rest: /[A-Za-z0-9+/]{43}=/,
  },
  // https://apidocs.geoapify.com/docs/geocoding/forward-geocoding/
  opaque('geoapify_key', 'a Geoapify API key', 'geoapify'),
  // https://geo.ipify.org/docs
  {
    id: 'ipify_key',
    title: 'an ipify API key',
    names: ['ipify', 'whoisxml', 'whoisxmlapi'],
    value: /at_[A-Za-z0-9]{29}/,
  },
  // https://docs.graphhopper.com/#section/Authentication
  opaque('graphhopper_key', 'a GraphHopper API key', 'graphhopper'),
  // https://haveibeenpwned.com/API/v3#Authorisation
  opaque('haveibeenpwned_key', 'a Have I Been Pwned API key', 'haveibeenpwned', 'hibp'),
  // https://www.here.com/docs/
  { id: 'here_key', title: 'a HERE API key', names: ['here api', 'here maps'], isWord: true, value: OPAQUE },
  // https://www.ip2location.io/ip2location-documentation
  opaque('ip2location_key', 'an IP2Location API key', 'ip2location'),
  // https://www.ipqualityscore.com/documentation/overview
  opaque('ipqualityscore_key', 'an IPQualityScore API key', 'ipqualityscore', 'ipqs'),
  // https://ipstack.com/documentation
  opaque('ipstack_key', 'an ipstack access key', 'ipstack'),
  // https://docs.locationiq.com/docs/authentication
  {
    id: 'locationiq_key',
    title: 'a LocationIQ key',
    prefixes: ['pk.'],
    rest: hex(32),
    isShort: true,
    names: ['locationiq', 'location iq'],
    value: /pk\.[0-9a-f]{32}|[0-9a-f]{14}/,
  },
  // https://developer.mapquest.com/documentation/
  opaque('mapquest_key', 'a MapQuest key', 'mapquest'),
  // https://api.nasa.gov
  { id: 'nasa_key', title: 'a NASA key', names: ['nasa'], isWord: true, value: OPAQUE },
  // https://www.ncdc.noaa.gov/cdo-web/webservices/v2
  opaque('noaa_token', 'a NOAA token', 'noaa', 'ncdc'),
  // https://opencagedata.com/api
  opaque('opencage_key', 'an OpenCage key', 'opencage', 'open cage'),
  // https://www.openuv.io/uvindex
  opaque('openuv_key', 'an OpenUV key', 'openuv'),
  // https://positionstack.com/documentation
  opaque('positionstack_key', 'a Positionstack key', 'positionstack', 'position stack'),
  // https://www.smarty.com/docs/cloud/authentication
  {
    id: 'smarty_key',
    title: 'a Smarty token',
    names: ['smarty', 'smartystreets'],
    isWord: true,
    alone: ['smartystreets'],
    value: OPAQUE,
  },
  // https://docs.stormglass.io/#/authentication
  {
    id: 'stormglass_key',
    title: 'a Storm Glass key',
    names: ['stormglass', 'storm glass'],
    value: new RegExp(`${UUID.source}-${UUID.source}`),
  },
  // https://developer.tomtom.com
  opaque('tomtom_key', 'a TomTom key', 'tomtom'),
  // https://www.visualcrossing.com/resources/documentation/weather-api/timeline-weather-api/
  opaque('visualcrossing_key', 'a Visual Crossing key', 'visual crossing'),
  // https://www.walkscore.com/professional/api.php
  opaque('walkscore_key', 'a Walk Score key', 'walkscore', 'walk score'),
  // https://www.weatherapi.com/docs/
  opaque('weatherapi_key', 'a WeatherAPI key', 'weatherapi', 'weather api'),
  // https://www.weatherbit.io/api
  opaque('weatherbit_key', 'a Weatherbit key', 'weatherbit'),
  // https://weatherstack.com/documentation
  opaque('weatherstack_key', 'a Weatherstack key', 'weatherstack'),
  // https://www.worldweatheronline.com/weather-api/api/docs/
  opaque('worldweatheronline_key', 'a World Weather Online key', 'worldweatheronline', 'world weather online'),
  // https://www.zipcodeapi.com/API
  opaque('zipcodeapi_key', 'a ZipCodeAPI key', 'zipcodeapi', 'zip code api'),
  // https://app.zipcodebase.com/documentation
  opaque('zipcodebase_key', 'a Zipcodebase key', 'zipcodebase'),
];

export const productsMaps: Family = productFamily('products-maps', MAPS_AND_WEATHER);
