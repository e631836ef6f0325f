import type { Family } from '../../detector.js';
import { OPAQUE, product } from '../../rules/product.js';
import { UUID } from '../../rules/secret.js';

/** Maps, places and weather. */
export const mapsAndWeatherMore: Family = {
  name: 'products-maps-and-weather-more',
  detectors: [
    // https://docs.locationiq.com/docs/authentication
    product({
      id: 'locationiq_key',
      title: 'a LocationIQ key',
      names: ['locationiq', 'location iq'],
      value: /pk\.[0-9a-f]{32}|[0-9a-f]{14}/,
    }),
    // https://developer.mapquest.com/documentation/
    product({ id: 'mapquest_key', title: 'a MapQuest key', names: ['mapquest'], value: OPAQUE }),
    // https://api.nasa.gov
    product({ id: 'nasa_key', title: 'a NASA key', names: ['nasa'], isWord: true, value: OPAQUE }),
    // https://www.ncdc.noaa.gov/cdo-web/webservices/v2
    product({ id: 'noaa_token', title: 'a NOAA token', names: ['noaa', 'ncdc'], value: OPAQUE }),
    // https://opencagedata.com/api
    product({ id: 'opencage_key', title: 'an OpenCage key', names: ['opencage', 'open cage'], value: OPAQUE }),
    // https://www.openuv.io/uvindex
    product({ id: 'openuv_key', title: 'an OpenUV key', names: ['openuv'], value: OPAQUE }),
    // https://positionstack.com/documentation
    product({
      id: 'positionstack_key',
      title: 'a Positionstack key',
      names: ['positionstack', 'position stack'],
      value: OPAQUE,
    }),
    // https://www.smarty.com/docs/cloud/authentication
    product({
      id: 'smarty_key',
      title: 'a Smarty token',
      names: ['smarty auth', 'smartystreets', 'smarty streets'],
      value: OPAQUE,
    }),
    // https://docs.stormglass.io/#/authentication
    product({
      id: 'stormglass_key',
      title: 'a Storm Glass key',
      names: ['stormglass', 'storm glass'],
      value: new RegExp(`${UUID.source}-${UUID.source}`),
    }),
    // https://developer.tomtom.com
    product({ id: 'tomtom_key', title: 'a TomTom key', names: ['tomtom'], value: OPAQUE }),
    // https://www.visualcrossing.com/resources/documentation/weather-api/timeline-weather-api/
    product({ id: 'visualcrossing_key', title: 'a Visual Crossing key', names: ['visual crossing'], value: OPAQUE }),
    // https://www.walkscore.com/professional/api.php
    product({ id: 'walkscore_key', title: 'a Walk Score key', names: ['walkscore', 'walk score'], value: OPAQUE }),
    // https://www.weatherapi.com/docs/
    product({ id: 'weatherapi_key', title: 'a WeatherAPI key', names: ['weatherapi', 'weather api'], value: OPAQUE }),
    // https://www.weatherbit.io/api
    product({ id: 'weatherbit_key', title: 'a Weatherbit key', names: ['weatherbit'], value: OPAQUE }),
    // https://weatherstack.com/documentation
    product({ id: 'weatherstack_key', title: 'a Weatherstack key', names: ['weatherstack'], value: OPAQUE }),
    // https://www.worldweatheronline.com/weather-api/api/docs/
    product({
      id: 'worldweatheronline_key',
      title: 'a World Weather Online key',
      names: ['worldweatheronline', 'world weather online'],
      value: OPAQUE,
    }),
    // https://www.zipcodeapi.com/API
    product({ id: 'zipcodeapi_key', title: 'a ZipCodeAPI key', names: ['zipcodeapi', 'zip code api'], value: OPAQUE }),
    // https://app.zipcodebase.com/documentation
    product({ id: 'zipcodebase_key', title: 'a Zipcodebase key', names: ['zipcodebase'], value: OPAQUE }),
  ],
};
