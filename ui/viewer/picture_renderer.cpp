// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/picture_renderer.h"

namespace ccad {

PictureRenderer::PictureRenderer(QObject* parent) : QObject(parent) { }

void PictureRenderer::render(const Radiograph& radiograph, const Voi& voi)
{
    if (m_job.isBusy())
        m_next.emplace(radiograph, voi);
    else
        start({radiograph, voi});
}

void PictureRenderer::cancel()
{
    m_next.reset();
    m_job.cancel();
}

void PictureRenderer::start(const Request& request)
{
    m_job.start([request](const CancelToken&) { return Picture(request.first, request.second); },
                [this](const Picture& picture) {
                    if (const auto next = std::exchange(m_next, std::nullopt))
                        start(*next);
                    Q_EMIT rendered(picture);
                });
}

} // namespace ccad
