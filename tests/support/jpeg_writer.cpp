// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/jpeg_writer.h"

#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace ccad::test {

namespace {

void setColours(jpeg_compress_struct& info, const JpegSpec& spec)
{
    // Of an unknown space, nothing is converted and no marker is written.
    jpeg_set_colorspace(&info, JCS_UNKNOWN);
    info.write_JFIF_header = spec.hasJfif ? TRUE : FALSE;
    for (int i = 0; i < spec.components; ++i) {
        info.comp_info[i].component_id = spec.names[i];
        info.comp_info[i].h_samp_factor = i == 0 ? spec.horizontal : 1;
        info.comp_info[i].v_samp_factor = i == 0 ? spec.vertical : 1;
    }
}

void writeAdobe(jpeg_compress_struct& info, int transform)
{
    QByteArray marker("Adobe\0\x64\0\0\0\0", 11);
    marker.append(static_cast<char>(transform));
    jpeg_write_marker(&info, JPEG_APP0 + 14, reinterpret_cast<const JOCTET*>(marker.constData()),
                      static_cast<unsigned int>(marker.size()));
}

} // namespace

QByteArray writeJpeg(const JpegSpec& spec)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors); // ends the program on an error
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long count = 0;
    jpeg_mem_dest(&info, &bytes, &count);
    info.image_width = static_cast<JDIMENSION>(spec.columns);
    info.image_height = static_cast<JDIMENSION>(spec.rows);
    info.input_components = spec.components;
    info.in_color_space = JCS_UNKNOWN;
    jpeg_set_defaults(&info);
    setColours(info, spec);
    jpeg_set_quality(&info, spec.quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    if (spec.adobeTransform)
        writeAdobe(info, *spec.adobeTransform);
    std::vector<JSAMPLE> row(static_cast<std::size_t>(spec.columns * spec.components));
    while (info.next_scanline < info.image_height) {
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = static_cast<JSAMPLE>(spec.values[info.next_scanline * row.size() + i]);
        JSAMPROW begin = row.data();
        jpeg_write_scanlines(&info, &begin, 1);
    }
    jpeg_finish_compress(&info);
    QByteArray stream(reinterpret_cast<const char*>(bytes), static_cast<qsizetype>(count));
    jpeg_destroy_compress(&info);
    std::free(bytes);
    return stream;
}

} // namespace ccad::test
