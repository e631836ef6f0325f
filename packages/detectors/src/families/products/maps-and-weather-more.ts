import type { Family } from '../../detector.js';
import { OPAQUE, opaque, productFamily, type Product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Maps, places and weather. */
export const MAPS_AND_WEATHER_MORE: readonly Product[] = [
  // https://docs.locationiq.com/docs/authentication
  {
    id: 'locationiq_key',
    title: 'a LocationIQ key',
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

export const productsMapsAndWeatherMore: Family = productFamily(
  'products-maps-and-weather-more',
  MAPS_AND_WEATHER_MORE,
);
