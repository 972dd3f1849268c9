// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/picture_writer.h"

#include <opencv2/imgcodecs.hpp>

namespace ccad {

QByteArray jpegBytes(const GrayImage8& picture)
{
    constexpr int quality = 85; // no artefact in sight at the size of a thumbnail
    if (picture.pixels.empty())
        return {};
    try {
        // The header wants a mutable pointer; encoding only reads.
        const cv::Mat image(picture.height, picture.width, CV_8UC1,
                            const_cast<std::uint8_t*>(picture.pixels.data()));
        std::vector<uchar> bytes;
        cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
        return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
    } catch (const std::exception&) { // cv::Exception among them: a thumbnail is dispensable
        return {};
    }
}

} // namespace ccad
