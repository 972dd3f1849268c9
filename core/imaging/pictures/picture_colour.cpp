// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/picture_colour.h"

#include "core/imaging/pictures/luminance.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

template <typename Sample> cv::Mat luminanceOf(const cv::Mat& picture)
{
    cv::Mat grey(picture.rows, picture.cols, CV_MAKETYPE(picture.depth(), 1));
    std::transform(picture.begin<cv::Vec<Sample, 3>>(), picture.end<cv::Vec<Sample, 3>>(),
                   grey.begin<Sample>(), [](const cv::Vec<Sample, 3>& blueGreenRed) {
                       return static_cast<Sample>(
                           luminance(blueGreenRed[2], blueGreenRed[1], blueGreenRed[0]));
                   });
    return grey;
}

} // namespace

bool isGreyThroughout(const cv::Mat& picture)
{
    std::vector<cv::Mat> planes;
    cv::split(picture, planes);
    return cv::countNonZero(planes[0] != planes[1]) == 0
        && cv::countNonZero(planes[0] != planes[2]) == 0;
}

ColourSamples samplesOf(const cv::Mat& picture, const std::array<int, 3>& channels)
{
    const bool isWide = picture.depth() == CV_16U;
    const auto at = [&picture, channels, isWide](std::size_t index) -> std::uint32_t {
        const auto columns = static_cast<std::size_t>(picture.cols);
        const std::size_t pixel = index / 3;
        const auto row = static_cast<int>(pixel / columns);
        const std::size_t place
            = pixel % columns * 3 + static_cast<std::size_t>(channels[index % 3]);
        return isWide ? picture.ptr<std::uint16_t>(row)[place]
                      : picture.ptr<std::uint8_t>(row)[place];
    };
    return {at, picture.total(), isWide ? 16 : 8};
}

void reduceToGrey(cv::Mat& picture, ReaderNotes& notes)
{
    if (picture.channels() == 1)
        return;
    constexpr std::array redGreenBlue{2, 1, 0};
    if (isGreyThroughout(picture)) {
        cv::extractChannel(picture, picture, 0);
        return;
    }
    const auto evidence = colourEvidence(samplesOf(picture, redGreenBlue), false, false).evidence;
    if (evidence == ColourEvidence::Neutral) {
        notes.add(NoteCode::Colour,
                  u"The file has the picture as RGB, but %1; it is read as YCbCr."_s.arg(
                      wordsOf(evidence)));
        cv::extractChannel(picture, picture, redGreenBlue[0]);
        return;
    }
    picture = picture.depth() == CV_16U ? luminanceOf<std::uint16_t>(picture)
                                        : luminanceOf<std::uint8_t>(picture);
    notes.add(NoteCode::Colour,
              u"The picture is in colour; it is shown as luminance (Rec. 601)."_s);
}

} // namespace ccad::imaging
