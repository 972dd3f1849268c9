// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ccad::test {

/// torch.save's archive of that pickle and one storage, "0".
[[nodiscard]] QByteArray torchZip(const QByteArray& pickle, const QByteArray& storage);

/// The pickle of a dictionary with one tensor of so many elements, "weight", each of which is the
/// only element of the storage "0".
[[nodiscard]] QByteArray tensorPickle(quint32 elements);

} // namespace ccad::test
