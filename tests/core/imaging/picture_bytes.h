// SPDX-License-Identifier: GPL-3.0-or-later
// Files of pictures, byte by byte and by OpenCV.
#pragma once

#include "tests/core/imaging/read_bytes.h"

#include <opencv2/imgcodecs.hpp>

#include <QByteArray>

#include <cstring>

namespace ccad::test {

inline constexpr int columns = 24;
inline constexpr int rows = 10;

template <typename T> QByteArray little(T value)
{
    QByteArray bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    return bytes;
}

inline QByteArray encoded(const cv::Mat& picture, const char* extension)
{
    std::vector<uchar> bytes;
    if (!cv::imencode(extension, picture, bytes))
        qFatal("OpenCV cannot write %s", extension);
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

inline cv::Mat chessboard()
{
    cv::Mat picture(rows, columns, CV_8U);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            picture.at<std::uint8_t>(y, x)
                = static_cast<std::uint8_t>((x / 4 + y / 4) % 2 * 200 + x);
    return picture;
}

inline QString messageFor(const QByteArray& bytes)
{
    return messageOf(readBytes(bytes));
}

} // namespace ccad::test
