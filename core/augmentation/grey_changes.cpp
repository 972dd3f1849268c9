// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/internal/grey_changes.h"

#include "core/augmentation/internal/jpeg_losses.h"

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
    // Evenly distributed noise of the same deviation is enough here and ten times cheaper than
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

void paintWord(cv::Mat& image, const PaintedWord& word)
{
    constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
    const int thickness = std::max(1, static_cast<int>(word.height / 8));
    const double scale = cv::getFontScaleFromHeight(
        font, std::max(2, static_cast<int>(std::lround(word.height))), thickness);
    cv::putText(image, word.letters, {word.left, word.foot}, font, scale, cv::Scalar(word.grey),
                thickness, cv::LINE_8);
}

/// Unsharp masking with a blur of one pixel at 224, in proportion at other sizes.
void sharpen(cv::Mat& image, double amount)
{
    cv::Mat blurred;
    cv::GaussianBlur(image, blurred, {}, image.cols / 224.0);
    cv::addWeighted(image, 1 + amount, blurred, -amount, 0, image);
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
    for (const PaintedWord& word : change.words)
        paintWord(image, word);
    if (change.sharpening != 0)
        sharpen(image, change.sharpening);
    cv::max(image, 0, image);
    cv::min(image, 1, image);
    if (change.jpegQuality > 0)
        loseToJpeg(greys, size, change.jpegQuality);
}

} // namespace ccad
