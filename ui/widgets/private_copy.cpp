// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/private_copy.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QString>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

void copyWithHint(QMimeData* data)
{
    data->setData(u"x-kde-passwordManagerHint"_s, "secret");
    QGuiApplication::clipboard()->setMimeData(data); // which then owns it
}

} // namespace

void copyPrivately(const QImage& image)
{
    auto* data = new QMimeData;
    data->setImageData(image);
    copyWithHint(data);
}

void copyPrivately(const QString& text)
{
    auto* data = new QMimeData;
    data->setText(text);
    copyWithHint(data);
}

} // namespace ccad
