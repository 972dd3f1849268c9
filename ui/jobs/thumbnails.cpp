// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thumbnails.h"

#include "core/base/parallel.h"
#include "core/isolation/decoding_service.h"
#include "ui/jobs/newest_wins.h"

#include <memory>
#include <utility>

namespace ccad {

namespace {

constexpr qsizetype longestQueue = 400; ///< what was scrolled past long ago need not be read

QImage thumbnailOf(const QString& file, int pixels, const CancelToken& cancel)
{
    const auto preview = decoding().preview(file, pixels, cancel);
    if (!preview || cancel.isCancelled())
        return {};
    const GrayImage8& grey = preview->image;
    // scaled() copies; the preview's own bytes go away.
    return QImage(grey.pixels.data(), grey.width, grey.height, grey.width,
                  QImage::Format_Grayscale8)
        .scaled(pixels, pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation)
        .copy();
}

} // namespace

Thumbnails::Thumbnails(int pixels, int kept, QObject* parent)
    : QObject(parent), m_pixels(pixels), m_images(kept)
{
    // One thread only: thumbnails must not take the cores from a training.
    m_pool.setMaxThreadCount(1);
}

Thumbnails::~Thumbnails()
{
    cancel();
    m_pool.waitForDone();
}

QImage Thumbnails::get(const QString& file)
{
    if (const QImage* image = m_images.object(file))
        return *image;
    if (m_failed.contains(file) || m_reading == file)
        return {};
    m_waiting.removeOne(file);
    m_waiting.append(file);
    if (m_waiting.size() > longestQueue)
        m_waiting.removeFirst();
    if (m_reading.isEmpty())
        readNext();
    return {};
}

void Thumbnails::cancel()
{
    m_token.cancel();
    m_token = CancelToken();
    m_waiting.clear();
    m_reading.clear();
}

void Thumbnails::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    if (!paused) {
        if (m_reading.isEmpty())
            readNext();
    } else if (!m_reading.isEmpty()) {
        m_waiting.append(std::exchange(m_reading, {}));
        m_token.cancel();
        m_token = CancelToken();
    }
}

void Thumbnails::readNext()
{
    if (m_paused || m_waiting.isEmpty())
        return;
    m_reading = m_waiting.takeLast();
    const std::shared_ptr<JobSignal> signal(new JobSignal, [](JobSignal* s) { s->deleteLater(); });
    const auto image = std::make_shared<QImage>();
    connect(
        signal.get(), &JobSignal::finished, this,
        [this, file = m_reading, token = m_token, image] {
            if (!token.isCancelled())
                keep(file, *image);
        },
        Qt::QueuedConnection);
    m_pool.start([file = m_reading, pixels = m_pixels, token = m_token, image, signal] {
        giveWay();
        if (!token.isCancelled())
            *image = thumbnailOf(file, pixels, token);
        Q_EMIT signal->finished();
    });
}

void Thumbnails::keep(const QString& file, const QImage& image)
{
    m_reading.clear();
    if (image.isNull())
        m_failed.insert(file);
    else
        m_images.insert(file, new QImage(image));
    readNext();
    Q_EMIT ready(file);
}

} // namespace ccad
