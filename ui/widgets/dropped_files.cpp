// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dropped_files.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace ccad {

namespace {

QStringList pathsOf(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

} // namespace

DroppedFiles::DroppedFiles(QWidget* target) : QObject(target)
{
    target->setAcceptDrops(true);
    target->installEventFilter(this);
}

bool DroppedFiles::eventFilter(QObject* watched, QEvent* event)
{
    const bool isDrop = event->type() == QEvent::Drop;
    if (!isDrop && event->type() != QEvent::DragEnter)
        return QObject::eventFilter(watched, event);
    auto* drag = static_cast<QDropEvent*>(event);
    const QStringList paths = pathsOf(drag->mimeData());
    if (isDrop || !paths.isEmpty())
        drag->acceptProposedAction();
    if (isDrop)
        Q_EMIT dropped(paths);
    return true;
}

} // namespace ccad
