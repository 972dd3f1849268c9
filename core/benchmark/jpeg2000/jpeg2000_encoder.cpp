// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/jpeg2000/jpeg2000_encoder.h"

#include "core/base/parallel.h"

#include <openjpeg.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace ccad::benchmark {

namespace {

struct Sink
{
    QByteArray bytes;
    qsizetype position = 0;
};

OPJ_SIZE_T writeSome(void* data, OPJ_SIZE_T count, void* user)
{
    auto* sink = static_cast<Sink*>(user);
    const auto end = sink->position + static_cast<qsizetype>(count);
    sink->bytes.resize(std::max(sink->bytes.size(), end));
    std::memcpy(sink->bytes.data() + sink->position, data, count);
    sink->position = end;
    return count;
}

OPJ_OFF_T skipSome(OPJ_OFF_T count, void* user)
{
    static_cast<Sink*>(user)->position += count;
    return count;
}

OPJ_BOOL seekTo(OPJ_OFF_T position, void* user)
{
    static_cast<Sink*>(user)->position = position;
    return OPJ_TRUE;
}

using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

Image makeImage(const Jpeg2000Picture& picture)
{
    std::array<opj_image_cmptparm_t, 3> parts{};
    for (opj_image_cmptparm_t& part : parts) {
        part.dx = 1;
        part.dy = 1;
        part.w = static_cast<OPJ_UINT32>(picture.columns);
        part.h = static_cast<OPJ_UINT32>(picture.rows);
        part.prec = static_cast<OPJ_UINT32>(picture.bits);
        part.sgnd = picture.isSigned ? 1 : 0;
    }
    Image image(opj_image_create(static_cast<OPJ_UINT32>(picture.components), parts.data(),
                                 picture.components == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY),
                opj_image_destroy);
    if (!image)
        return image;
    image->x1 = static_cast<OPJ_UINT32>(picture.columns);
    image->y1 = static_cast<OPJ_UINT32>(picture.rows);
    const auto components = static_cast<std::size_t>(picture.components);
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        image->comps[i % components].data[i / components] = picture.values[i];
    return image;
}

opj_cparameters_t parametersFor(const Jpeg2000Picture& picture)
{
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = static_cast<float>(picture.rate);
    parameters.irreversible = picture.rate > 0 ? 1 : 0;
    parameters.tcp_mct = picture.componentTransform ? 1 : 0;
    // A picture must not be smaller than its coarsest resolution.
    while (parameters.numresolution > 1
           && std::min(picture.columns, picture.rows) < 1 << parameters.numresolution)
        --parameters.numresolution;
    return parameters;
}

} // namespace

QByteArray encodeJpeg2000(const Jpeg2000Picture& picture)
{
    opj_cparameters_t parameters = parametersFor(picture);
    const Image image = makeImage(picture);
    const std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(
        opj_create_compress(OPJ_CODEC_J2K), opj_destroy_codec);
    const std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(
        opj_stream_default_create(OPJ_FALSE), opj_stream_destroy);
    if (!image || !codec || !stream)
        return {};
    Sink sink;
    opj_stream_set_user_data(stream.get(), &sink, nullptr);
    opj_stream_set_write_function(stream.get(), writeSome);
    opj_stream_set_skip_function(stream.get(), skipSome);
    opj_stream_set_seek_function(stream.get(), seekTo);
    const bool done = opj_setup_encoder(codec.get(), &parameters, image.get())
        && opj_codec_set_threads(codec.get(), threadsToUse())
        && opj_start_compress(codec.get(), image.get(), stream.get())
        && opj_encode(codec.get(), stream.get()) && opj_end_compress(codec.get(), stream.get());
    return done ? sink.bytes : QByteArray();
}

} // namespace ccad::benchmark
