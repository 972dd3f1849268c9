// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/grey_changes.h"

#include <opencv2/imgproc.hpp>

#include <cmath>

namespace ccad {

namespace {

void loseDetail(cv::Mat& image, double share)
{
    const int side = std::max(1, static_cast<int>(image.cols * share));
    cv::Mat small;
    cv::resize(image, small, {side, side}, 0, 0, cv::INTER_AREA);
    cv::resize(small, image, image.size(), 0, 0, cv::INTER_LINEAR);
}

void addNoise(std::vector<float>& greys, double deviation, std::uint64_t seed)
{
    // Evenly distributed noise of that deviation is enough here and ten times cheaper than
    // normal().
    Random random(seed);
    const auto width = static_cast<float>(deviation * std::sqrt(3.0));
    for (float& grey : greys)
        grey += width * static_cast<float>(random.uniform(-1, 1));
}

void equalise(cv::Mat& image, double share)
{
    cv::Mat eight;
    cv::Mat equalised;
    image.convertTo(eight, CV_8U, 255);
    cv::equalizeHist(eight, equalised);
    equalised.convertTo(equalised, CV_32F, 1 / 255.0);
    cv::addWeighted(image, 1 - share, equalised, share, 0, image);
}

} // namespace

void changeGreys(std::vector<float>& greys, const ImageChange& change, int size)
{
    cv::Mat image(size, size, CV_32FC1, greys.data());
    // Keras dims through the image library's enhancer towards black: a factor. Its own first
    // versions stretched the greys before that, corrected in 2020 (pull request 328).
    if (change.brightness != 1)
        image *= change.brightness;
    if (change.reducedTo < 1)
        loseDetail(image, change.reducedTo);
    if (change.noiseDeviation > 0)
        addNoise(greys, change.noiseDeviation, change.noiseSeed);
    if (change.equalisedShare > 0)
        equalise(image, change.equalisedShare);
    if (change.gamma != 1) {
        cv::max(image, 0, image); // a fractional power of a negative grey is no number
        cv::pow(image, change.gamma, image);
    }
    if (change.contrast != 1 || change.lift != 0) {
        const double mean = cv::mean(image)[0];
        image.convertTo(image, CV_32F, change.contrast, mean * (1 - change.contrast) + change.lift);
    }
    const cv::Rect whole(0, 0, size, size);
    for (const PaintedPatch& patch : change.patches)
        image(cv::Rect(patch.left, patch.top, patch.width, patch.height) & whole).setTo(patch.grey);
    cv::max(image, 0, image);
    cv::min(image, 1, image);
}

} // namespace ccad
