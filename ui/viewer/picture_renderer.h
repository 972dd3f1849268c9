// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "ui/jobs/newest_wins.h"
#include "ui/viewer/picture.h"

#include <QObject>

#include <optional>
#include <utility>

namespace ccad {

/// Applies changed windows to a radiograph on a worker. While the user drags, a rendering that has
/// begun is finished and shown, and of the requests since then only the last is kept: the picture
/// follows the pointer as fast as the machine allows and never lags behind.
class PictureRenderer final : public QObject
{
    Q_OBJECT
public:
    explicit PictureRenderer(QObject* parent = nullptr);

    void render(const Radiograph& radiograph, const Voi& voi);
    void cancel();

Q_SIGNALS:
    void rendered(const ccad::Picture& picture);

private:
    using Request = std::pair<Radiograph, Voi>;
    void start(const Request& request);

    std::optional<Request> m_next;
    NewestWins m_job;
};

} // namespace ccad
